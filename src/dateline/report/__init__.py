"""The report: one HTML page with the events, the words behind them and the findings."""
