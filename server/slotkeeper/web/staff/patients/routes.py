"""What the portal's router takes in."""

from slotkeeper.web.staff.patients.alert_note import update_alert_note
from slotkeeper.web.staff.patients.patient_edit import show_patient_edit, update_patient
from slotkeeper.web.staff.patients.patient_likely import create_apart, show_likely
from slotkeeper.web.staff.patients.patient_list import search_patients, show_patients
from slotkeeper.web.staff.patients.patient_merge import create_merge, show_merge, undo
from slotkeeper.web.staff.patients.patient_show import show_patient

PATIENT_ROUTES = [
    show_patients,
    search_patients,
    show_likely,
    create_apart,
    show_patient,
    update_alert_note,
    show_patient_edit,
    update_patient,
    show_merge,
    create_merge,
    undo,
]
