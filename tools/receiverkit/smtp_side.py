"""The mail box: SMTP without authentication on loopback, one file of a Maildir a message, with the faults of the board."""

import asyncio

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

_DOWN = "421 4.3.2 come back later"
_REFUSED = "550 5.1.1 no such mail box"
_NOT_TAKEN = "451 4.3.0 an error, and nothing was taken"


class MailBox(Mailbox):
    """Stores what comes. aiosmtpd adds X-MailFrom and X-RcptTo, the envelope, to what was sent."""

    def __init__(self, folder, board):
        super().__init__(str(folder))
        self._board = board

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if slow := self._board.strike("SLOW", "email"):
            await asyncio.sleep(slow.delay_ms / 1000)
        if self._board.strike("DOWN", "email"):
            return _DOWN
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self._board.strike("REFUSE", "email"):
            return _REFUSED
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if self._board.strike("ERROR_BEFORE", "email"):
            return _NOT_TAKEN
        answer = await super().handle_DATA(server, session, envelope)
        if self._board.strike("ERROR_AFTER", "email"):
            server.transport.abort()  # without a word: the sender cannot know
        return answer


def serve(host, port, folder, board):
    """Starts the server in a thread of its own; `stop()` of the result ends it. OSError where the port is taken."""
    controller = Controller(MailBox(folder, board), hostname=host, port=port, enable_SMTPUTF8=True, server_hostname="receiver")
    controller.start()
    return controller
