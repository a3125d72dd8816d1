"""Addresses of the board and of everything that is done to a stay."""

from django.urls import path

from evenhand.apps.removal import actions, views

app_name = "removal"

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/cards/", views.board_cards, name="cards"),
    path("board/who-is-where/", views.where, name="who_is_where"),
    path("board/call-list/", views.calls, name="call_list"),
    path("board/<uuid:pk>/", views.stay, name="stay"),
    path("board/<uuid:pk>/arrived/", actions.arrive, name="arrive"),
    path("board/<uuid:pk>/arrived/<uuid:arrival>/undo/", actions.undo, name="undo"),
    path("board/<uuid:pk>/station/<slug:station>/", actions.station, name="station"),
    path("board/<uuid:pk>/looked-in/", actions.look, name="look"),
    path("board/<uuid:pk>/log/<slug:kind>/", actions.log, name="log"),
    path("board/<uuid:pk>/release/", actions.release, name="release"),
    path("board/<uuid:pk>/over-the-break/", actions.gap, name="gap"),
]
