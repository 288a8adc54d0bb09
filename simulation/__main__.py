"""`python -m simulation`: the commands of `simulation.cli`."""

from simulation.cli import main

if __name__ == "__main__":
    main()
