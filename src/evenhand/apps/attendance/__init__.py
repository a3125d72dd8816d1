"""Attendance: who was where at registration and in lessons, by the national codes."""
