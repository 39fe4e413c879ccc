"""HTTP: the GraphQL endpoint and its sockets, signing in, links, health."""
