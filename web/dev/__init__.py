"""Tools for development, such as people to sign in as. Never imported in production."""
