"""A network of a million towns and ten million links: made, loaded, asked."""
