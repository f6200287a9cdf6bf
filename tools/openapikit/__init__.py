"""From compiled contracts to OpenAPI. Entry: tools/openapi."""
