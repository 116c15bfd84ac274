"""Renderers: findings and tables as people and machines read them. A renderer never decides."""
