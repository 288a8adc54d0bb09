"""Inputs: frozen models of organisation, scenario, plan and law."""
