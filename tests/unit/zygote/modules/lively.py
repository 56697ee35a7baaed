"""Starts a thread when it is sent SIGUSR1."""

import signal
import threading
import time


def start_thread(*_: object) -> None:
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()


signal.signal(signal.SIGUSR1, start_thread)
