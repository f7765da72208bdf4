"""Files and services in, validated statements out."""
