"""Settings, System: what waits and what failed, for a workspace's admins; the whole platform for its operator."""
