"""The ground below every app: tenancy, clock, jobs, events, ports, lists, errors."""
