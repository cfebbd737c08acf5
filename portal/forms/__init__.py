"""What people fill in about people, invitations and the directory."""
