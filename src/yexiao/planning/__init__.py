"""The season planner: runs, drafts, publishing."""
