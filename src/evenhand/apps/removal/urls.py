"""Addresses of the board and of everything that is done to a stay."""

from django.urls import path

from evenhand.apps.removal import actions, chance_views, views
from evenhand.apps.removal.room import after, parts, ready_views, report_views
from evenhand.apps.removal.room import views as room

app_name = "removal"

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/cards/", views.board_cards, name="cards"),
    path("board/who-is-where/", views.where, name="who_is_where"),
    path("board/call-list/", views.calls, name="call_list"),
    path("board/day/", room.day, name="day"),
    path("board/day/lunch/", room.lunch, name="lunch"),
    path("board/day/register/", room.register, name="register"),
    path("board/day/stamp/<slug:what>/", room.stamp, name="stamp"),
    path("board/day/escort/", room.escort, name="escort"),
    path("board/day/duty/", room.duty, name="duty"),
    path("board/day/duty/<int:pk>/drop/", room.drop, name="drop_duty"),
    path("board/day/visit/", room.visit, name="visit"),
    path("board/day/out/", room.out, name="out"),
    path("board/day/out/<int:pk>/back/", room.back, name="back"),
    path("board/day/note/", room.note, name="note"),
    path("board/day/note/<int:pk>/seen/", room.note_seen, name="note_seen"),
    path("board/ready/", ready_views.ready, name="ready"),
    path("board/returned/", after.returned, name="returned"),
    path("board/returned/<uuid:pk>/", after.help_given, name="help_given"),
    path("board/classes/", after.classes, name="classes"),
    path("board/classes/<int:group>/", after.cue, name="cue"),
    path("board/reports/", report_views.reports, name="reports"),
    path("board/reports/<slug:kind>/", report_views.report, name="report"),
    path("board/reports/sent/<int:pk>/", report_views.sent, name="report_sent"),
    path("board/<uuid:pk>/", views.stay, name="stay"),
    path("board/<uuid:pk>/arrived/", actions.arrive, name="arrive"),
    path("board/<uuid:pk>/arrived/<uuid:arrival>/undo/", actions.undo, name="undo"),
    path("board/<uuid:pk>/station/<slug:station>/", actions.station, name="station"),
    path("board/<uuid:pk>/looked-in/", actions.look, name="look"),
    path("board/<uuid:pk>/log/<slug:kind>/", actions.log, name="log"),
    path("board/<uuid:pk>/release/", actions.release, name="release"),
    path("board/<uuid:pk>/conduct/", chance_views.conduct_page, name="conduct"),
    path("board/<uuid:pk>/tasks/", parts.ask, name="ask_work"),
    path("board/<uuid:pk>/tasks/<slug:period>/", parts.set_work, name="set_work"),
    path("board/<uuid:pk>/tasks/<slug:period>/in/", parts.hand_in, name="hand_in"),
    path("board/<uuid:pk>/tasks/<slug:period>/seen/", parts.look_at, name="look_at"),
    path("board/<uuid:pk>/kept/", parts.kept, name="kept"),
    path("board/<uuid:pk>/longer/", actions.extend, name="extend"),
    path("board/<uuid:pk>/over-the-break/", actions.gap, name="gap"),
]
