"""Addresses of detentions."""

from django.urls import path

from evenhand.apps.detentions import actions, views

app_name = "detentions"
urlpatterns = [
    path("detentions/", views.detentions, name="list"),
    path("detentions/register/<str:kind>/<str:day>/<str:slot>/", views.register, name="register"),
    path("detentions/give-back/", views.give_back, name="give_back"),
    path("detentions/give-back/<uuid:pk>/", views.give_back_settle, name="give_back_settle"),
    path("detentions/homework/<int:lesson>/", views.homework, name="homework"),
    path("detentions/choose/<int:task>/", actions.choose, name="choose"),
    path("detentions/rooms/", actions.rooms, name="rooms"),
    path("detentions/rooms/<int:room>/", actions.room_change, name="room_change"),
    path("detentions/rooms/<int:room>/close/", actions.room_close, name="room_close"),
    path("detentions/<uuid:pk>/", actions.owed, name="owed"),
    path("detentions/<uuid:pk>/move/", actions.move, name="move"),
    path("detentions/<uuid:pk>/waive/", actions.waive, name="waive"),
    path("detentions/<uuid:pk>/confirm/", actions.confirm, name="confirm"),
    path("detentions/<uuid:pk>/told/", actions.told, name="told"),
    path("detentions/<uuid:pk>/seat/", actions.seat, name="seat"),
    path("detentions/<uuid:pk>/commitments/", actions.commitment, name="commitment"),
    path(
        "detentions/<uuid:pk>/commitments/<int:commitment>/end/",
        actions.commitment_end,
        name="commitment_end",
    ),
]
