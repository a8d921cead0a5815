"""What bench.py measures with: processes, SIPp, the two servers, the loads and the table."""
