"""HTTP by audience: booking/ for patients, api/ for systems, health for operators."""
