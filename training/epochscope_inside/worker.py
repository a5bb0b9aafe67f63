"""The process that looks: it holds torch, answers one request at a time, and ends once it has been idle for a while.

It reads frames (epochscope.looking) from its standard input and writes them to its standard output: first one that says
``ready``, then one per request, with the request's ``number``. ``{"cancel": number}`` cancels the request at the next
layer. The end of its input ends it at once, whatever it is doing.

Example:
  python -m epochscope_inside.worker data/runs --threads 1 --idle 600
"""

import argparse
import os
import sys
import threading
import traceback
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import BinaryIO

import torch

from epochscope.looking import BrokenFrame, Frame, read_frame, write_frame
from epochscope_inside.answers import Answers


class Inbox:
    """The requests that have arrived, and whether the one that is being answered was canceled."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._requests: SimpleQueue[Frame] = SimpleQueue()
        self._canceled: set[int] = set()

    def read(self) -> None:
        """Read requests until the server is gone, which ends the process."""
        try:
            while (frame := read_frame(self._stream)) is not None:
                if "cancel" in frame.head:
                    self._canceled.add(frame.head["cancel"])
                else:
                    self._requests.put(frame)
        except BrokenFrame:
            traceback.print_exc()
        # Not sys.exit: a network that is computing would be waited for.
        os._exit(0)

    def next(self, seconds: float) -> Frame | None:
        """Return the next request, ``None`` if none arrives."""
        try:
            return self._requests.get(timeout=seconds)
        except Empty:
            return None

    def is_canceled(self, number: int) -> bool:
        """Whether a request was canceled."""
        return number in self._canceled


def main() -> None:
    """Answer until there is nothing more to answer."""
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    answers = Answers(arguments.store, dict(one.split("=", 1) for one in arguments.models))
    # A network may print: what it prints goes where errors go, and not between two frames.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    inbox = Inbox(os.fdopen(os.dup(sys.stdin.fileno()), "rb"))
    threading.Thread(target=inbox.read, daemon=True).start()
    write_frame(output, Frame({"ready": True}))
    while (request := inbox.next(arguments.idle)) is not None:
        number = request.head["number"]
        answer = _answer(answers, request, lambda number=number: inbox.is_canceled(number))  # type: ignore[misc]
        write_frame(output, Frame({**answer.head, "number": number}, answer.arrays))


def _answer(answers: Answers, request: Frame, canceled: Callable[[], bool]) -> Frame:
    try:
        return answers.answer(request, canceled)
    except Exception as error:
        traceback.print_exc()
        message = f"looking failed: {type(error).__name__}: {error}; the server's log says more"
        return Frame({"error": {"name": "LookFailed", "message": message}})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Answer looks into the runs of a store.")
    parser.add_argument("store")
    parser.add_argument("--model", dest="models", action="append", default=[], help="RUN=package.module:function")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--idle", type=float, required=True, help="seconds")
    return parser


if __name__ == "__main__":
    main()
