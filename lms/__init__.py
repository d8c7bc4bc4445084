"""The ground floor: who is here, and the tools every feature uses."""
