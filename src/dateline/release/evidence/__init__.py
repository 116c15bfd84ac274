"""Evidence that travels without the articles: quotations as annotations, claims with their provenance."""
