"""The verbs, and the process that runs them: reads a request, does it, reports."""
