"""Read by gunicorn itself wherever it is started in this folder."""

# By default it lets two headers of the proxy set the path; HAProxy and Apache pass on those that a client wrote.
forwarder_headers = ""
