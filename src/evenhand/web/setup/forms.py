"""The forms of set-up that have fixed fields."""

from __future__ import annotations

from django import forms

from evenhand.apps.access.first import is_code


class FirstForm(forms.Form):
    """The first account and its school."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="The server printed it where it was started, on its first lines.",
    )
    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your email address", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="A password",
        help_text="At least 12 characters; a phrase is easiest to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    school = forms.CharField(label="Name of the school", max_length=200)
    trust = forms.CharField(
        label="Name of the trust",
        max_length=200,
        required=False,
        help_text="Leave it empty if there is none.",
    )

    def clean_code(self) -> str:
        """The code that the server printed."""
        code: str = self.cleaned_data["code"]
        if not is_code(code):
            raise forms.ValidationError("This is not the code that the server printed.")
        return code


class SchoolForm(forms.Form):
    """Details of the school."""

    name = forms.CharField(label="Name", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=40, help_text="For narrow places.")
    trust = forms.CharField(label="Trust", max_length=200, required=False)
    urn = forms.CharField(
        label="URN", max_length=20, required=False, help_text="Rosters are recognised by it. Six figures."
    )
    dfe = forms.CharField(label="DfE number", max_length=20, required=False)


class AdoptForm(forms.Form):
    """Which policy, from when, and why."""

    pack = forms.CharField()
    valid_from = forms.DateField(
        label="In force from", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label="Why, or who decided it", max_length=400, required=False, help_text="Kept with the decision."
    )


class InviteForm(forms.Form):
    """Somebody to invite; the choices of role come with the school."""

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="Email address")
    role = forms.ChoiceField(label="Role")
    year_group = forms.IntegerField(
        label="For one year group only",
        required=False,
        min_value=-2,
        max_value=14,
        help_text="Empty for the whole school.",
    )
    staff = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, roles: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # a choice field has them
