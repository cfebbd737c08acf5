"""Forms of administrators about people, and of who was invited."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from agencies.enums import Role
from agencies.models import Agency
from core import clock
from core.search import asked_words
from portal.forms.revised import RevisedForm

NOT_READABLE = {"null_characters_not_allowed": "Có ký tự không đọc được; hãy nhập lại."}
UNKNOWN_CHOICE = "Không có lựa chọn này; hãy chọn trong danh sách."
NOTHING_CHOSEN = ("", "Hãy chọn")
SHOWN = 5


def name_field(autocomplete: str = "off") -> forms.CharField:
    """Somebody's full name."""
    return forms.CharField(
        label="Họ và tên",
        max_length=150,
        error_messages=NOT_READABLE
        | {"required": "Hãy nhập họ và tên.", "max_length": "Họ và tên không quá 150 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


def _password_field(label: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        error_messages=NOT_READABLE | {"required": required, "max_length": "Mật khẩu quá dài."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PersonForm(RevisedForm):
    """Somebody's name, as it stands under reports and decisions."""

    FIELDS = ("full_name",)
    full_name = name_field()


class InvitationForm(forms.Form):
    """Whom to invite, where to and as what."""

    email = forms.CharField(
        label="Thư điện tử",
        max_length=254,
        help_text="Địa chỉ công vụ; lời mời chỉ nhận được với đúng địa chỉ này.",
        error_messages=NOT_READABLE
        | {"required": "Hãy nhập thư điện tử.", "max_length": "Địa chỉ không quá 254 ký tự."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    full_name = name_field()
    agency = forms.CharField(
        label="Cơ quan",
        max_length=500,
        help_text="Gõ vài từ trong tên, không cần dấu, hoặc chọn trong danh sách gợi ý.",
        error_messages=NOT_READABLE
        | {"required": "Hãy chọn cơ quan.", "max_length": "Không có cơ quan nào tên dài như vậy."},
        widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Vai trò",
        help_text="Xem ai nên giữ vai trò nào ở trang Vai trò và quyền.",
        error_messages={"required": "Hãy chọn vai trò.", "invalid_choice": UNKNOWN_CHOICE},
    )

    def __init__(self, data=None, *, agencies, roles: list[Role], initial=None):
        super().__init__(data, initial=initial)
        self.agencies = {agency_label(agency): agency for agency in agencies}
        self.fields["role"].choices = [NOTHING_CHOSEN, *((role.value, role.label) for role in roles)]

    def clean_agency(self) -> Agency:
        return find_agency(self.cleaned_data["agency"], self.agencies, "trong phạm vi bạn quản trị")


def find_agency(typed: str, agencies: dict[str, Agency], where: str) -> Agency:
    """The one agency whose name, with its province, has all the words that were typed. ValidationError for none or several."""
    if typed in agencies:
        return agencies[typed]
    asked = set(asked_words(typed))
    found = [label for label in agencies if asked and asked <= set(asked_words(label))]
    if not found:
        raise forms.ValidationError(f"Không có cơ quan này {where}; hãy chọn trong danh sách.")
    if len(found) > 1:
        shown = "; ".join(found[:SHOWN])
        more = " ..." if len(found) > SHOWN else ""
        raise forms.ValidationError(f"Có {len(found)} cơ quan khớp: {shown}{more}. Hãy ghi rõ hơn.")
    return agencies[found[0]]


def agency_label(agency: Agency) -> str:
    """An agency among others of several provinces; that it has ended is said."""
    place = agency.province.beside(agency.name) if agency.province else ""
    ended = "đã kết thúc" if agency.has_ended_by(clock.today()) else ""
    return ", ".join(filter(None, (agency.name, place, ended)))


class JoinForm(forms.Form):
    """The name and password of who joins without having an account."""

    full_name = name_field("name")
    password = _password_field("Mật khẩu", "Hãy đặt mật khẩu.")
    repeated = _password_field("Nhập lại mật khẩu", "Hãy nhập lại mật khẩu.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        given = super().clean()
        if {"password", "repeated"} <= given.keys() and given["password"] != given["repeated"]:
            self.add_error("repeated", "Hai lần nhập mật khẩu khác nhau; hãy nhập lại.")
        return given
