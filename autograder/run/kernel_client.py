"""A client of a student kernel that notices at once that the kernel is ready."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

_ASK_AGAIN_SECONDS = 1.0
_TOLD_SECONDS = 0.2


class PromptClient(AsyncKernelClient):
    """Goes on as soon as the kernel is idle; Jupyter's own client lets 0.2 s pass without news."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels and is idle.

        Args:
            timeout: seconds.

        Raises:
            RuntimeError: it does not answer in time, or has died.
        """
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        while not await self._is_idle_after(self.kernel_info()):
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _is_idle_after(self, asked: str) -> bool:
        """Whether the kernel has answered a request, and said on the other channel too."""
        deadline = time.monotonic() + _ASK_AGAIN_SECONDS
        while True:
            reply = await _next(self.shell_channel, deadline)
            if reply is None:
                return False
            if _parent(reply) == asked:
                self._handle_kernel_info_reply(reply)
                break
        deadline = time.monotonic() + _TOLD_SECONDS
        while (told := await _next(self.iopub_channel, deadline)) is not None:
            is_idle = told.get("content", {}).get("execution_state") == "idle"
            if is_idle and _parent(told) == asked:
                return True
        return False


async def _next(channel: Any, deadline: float) -> dict[str, Any] | None:
    """The next message, or None when there is none in time (seconds of `time.monotonic()`)."""
    try:
        return dict(await channel.get_msg(timeout=max(0.0, deadline - time.monotonic())))
    except Empty:
        return None


def _parent(message: dict[str, Any]) -> str:
    return str(message.get("parent_header", {}).get("msg_id"))
