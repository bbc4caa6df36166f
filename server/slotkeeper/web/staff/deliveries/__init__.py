"""The page Deliveries: what needs somebody, and how far everything else has come."""
