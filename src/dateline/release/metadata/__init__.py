"""What a release says of itself, in the formats that people, archives and search engines read."""
