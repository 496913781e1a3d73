"""What every web server of ours has in common: gunicorn reads this file in the folder that it is started in."""

control_socket_disable = True  # a door that nobody needs, at one place for all of a user's servers
# Who, what, how it ended, in how many seconds, under which id: of the address no query, which may hold words or a key
access_log_format = "%(h)s %(m)s %(U)s %(s)s %(L)s request=%({x-request-id}o)s"
