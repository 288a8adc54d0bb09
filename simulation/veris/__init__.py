"""Incidents in the VERIS community format: a record becomes a scenario, a run becomes a record."""

from simulation.veris.exporting import record_of, write_record
from simulation.veris.incident import Incident, incident_of
from simulation.veris.making import Imported, import_record, scenario_of
from simulation.veris.reading import Record, record_in, record_of_bytes

__all__ = [
    "Imported",
    "Incident",
    "Record",
    "import_record",
    "incident_of",
    "record_in",
    "record_of",
    "record_of_bytes",
    "scenario_of",
    "write_record",
]
