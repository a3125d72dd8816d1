"""Addresses of the inbox and of reviews."""

from django.urls import path

from evenhand.apps.casework import away_views, daily_views, injury_views, review_views, rota_views, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:task>/", views.task_page, name="inbox-task"),
    path("inbox/<int:task>/done/", views.done, name="inbox-done"),
    path("inbox/<int:task>/undo/", views.undo, name="inbox-undo"),
    path("inbox/<int:task>/defer/", views.put_off, name="inbox-defer"),
    path("inbox/<int:task>/reassign/", views.pass_on, name="inbox-reassign"),
    path("inbox/away/", away_views.away, name="inbox-away"),
    path("inbox/away/<int:row>/back/", away_views.back, name="inbox-back"),
    path("inbox/requests/<int:proposal>/", views.answer, name="inbox-request"),
    path("inbox/proposals/<int:proposal>/", views.decide, name="proposal"),
    path("inbox/alerts/<int:alert>/seen/", views.seen, name="alert-seen"),
    path("daily/", daily_views.today_view, name="daily"),
    path("daily/<str:day>/", daily_views.day_view, name="daily-day"),
    path("daily/<str:day>/<uuid:event>/", daily_views.review_view, name="daily-review"),
    path("duties/", rota_views.duties, name="duties"),
    path("duties/name/", rota_views.name, name="duty-name"),
    path("duties/<int:duty>/drop/", rota_views.drop, name="duty-drop"),
    path("injuries/<int:pupil>/", injury_views.injury, name="injury"),
    path("reviews/<int:task>/", review_views.review, name="review"),
    path("reviews/<int:task>/<uuid:event>/", review_views.answer, name="review-answer"),
]
