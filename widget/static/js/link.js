// A link of the clinic's page: the token of a booking, of a place on the waiting list, or of a payment that comes back stands in the
// fragment, which no server sees. It is for this clinic's widget only, and taken out of the address at once.
const takeLink = (widget) => {
  const [page, token] = location.href.split(`#slotkeeper=${widget.clinic}.`);
  if (!token) return false;
  keep(widget.link, token);
  history.replaceState(history.state, "", page);
  return (widget.isBack = true);
};

// A reload shows it again, in this tab and on this page, until something else is looked at. What was not opened by a link is not kept.
const followLink = ({ link }, section, { response }) => {
  if (response.status < 400 && live(link)) keep(link, section.dataset.link);
};
