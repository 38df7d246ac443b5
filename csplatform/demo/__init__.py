"""Three companies to look at: made-up customers with two years behind them, taken in as imported data is."""
