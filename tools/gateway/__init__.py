"""Turns the descriptor set of proto/ into the configuration of the gateway. Entry: tools/gateway-config."""
