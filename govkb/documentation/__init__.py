"""The documentation of the API: what a developer reads at /api/, and what is run in the tests."""
