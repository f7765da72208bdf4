"""What is in the knowledge base and what can be asked. Imports none of our other rooms."""
