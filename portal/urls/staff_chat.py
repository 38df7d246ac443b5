"""Live chat for staff, below /w/<workspace>/."""

from django.urls import path

from portal.views import staff_chat

ROOM = "chat/<int:room_id>"

urlpatterns = [
    path("chat/", staff_chat.console, name="chat"),
    path("chat/closed/", staff_chat.closed, name="chat_closed"),
    path(f"{ROOM}/", staff_chat.room, name="chat_room"),
    path(f"{ROOM}/messages/", staff_chat.messages, name="chat_messages"),
    path(f"{ROOM}/marks/", staff_chat.marks, name="chat_marks"),
    path(f"{ROOM}/typing/", staff_chat.writing, name="chat_typing"),
    path(f"{ROOM}/taking/", staff_chat.taking, name="chat_taking"),
    path(f"{ROOM}/joining/", staff_chat.joining, name="chat_joining"),
    path(f"{ROOM}/handover/", staff_chat.handover, name="chat_handover"),
    path(f"{ROOM}/inquiry/", staff_chat.inquiry, name="chat_inquiry"),
    path(f"{ROOM}/closing/", staff_chat.closing, name="chat_closing"),
    path(f"{ROOM}/transcript/", staff_chat.transcript, name="chat_transcript"),
    path(f"{ROOM}/files/<int:line_id>/", staff_chat.file, name="chat_file"),
]
