"""Live chat for customers, below /w/<workspace>/portal/."""

from django.urls import path

from portal.views import chat

ROOM = "chat/<int:room_id>"

urlpatterns = [
    path("chat/", chat.chat, name="chat"),
    path("chat/offline/", chat.offline, name="chat_offline"),
    path(f"{ROOM}/", chat.room, name="chat_room"),
    path(f"{ROOM}/messages/", chat.messages, name="chat_messages"),
    path(f"{ROOM}/marks/", chat.marks, name="chat_marks"),
    path(f"{ROOM}/typing/", chat.writing, name="chat_typing"),
    path(f"{ROOM}/joining/", chat.joining, name="chat_joining"),
    path(f"{ROOM}/escalation/", chat.escalation, name="chat_escalation"),
    path(f"{ROOM}/closing/", chat.closing, name="chat_closing"),
    path(f"{ROOM}/transcript/", chat.transcript, name="chat_transcript"),
    path(f"{ROOM}/files/<int:line_id>/", chat.file, name="chat_file"),
]
