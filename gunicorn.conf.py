"""What the web server is told wherever it is started: gunicorn reads this file by itself."""

limit_request_line = 8190  # the most it takes: a query with all its filters is longer than the default of 4094
