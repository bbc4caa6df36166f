// Reads an iCalendar file from its input with ical.js, and says as JSON what it has understood.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(import.meta.url);
const { default: ICAL } = await import(pathToFileURL(resolve("ical.js")));
if (process.argv.includes("--only-find")) {
  process.exit(0);
}
const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const calendar = new ICAL.Component(ICAL.parse(Buffer.concat(chunks).toString("utf8")));
const events = calendar.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each);
  return {
    uid: event.uid,
    starts: event.startDate.toUnixTime(),
    ends: event.endDate.toUnixTime(),
    zone: String(event.startDate.zone),
    summary: event.summary,
    location: event.location,
    description: event.description,
    sequence: event.sequence,
    status: each.getFirstPropertyValue("status"),
  };
});
process.stdout.write(JSON.stringify(events));
