// What the scripts of the diary share: which minute is drawn where. The sheet is exchanged while the page lies open, so
// whatever is in it is looked up anew each time.
const diary = {
  get sheet() {
    return document.getElementById("diary-sheet");
  },
  get grid() {
    return document.getElementById("diary");
  },
  get top() {
    return Number(this.grid.dataset.top);
  },
  get length() {
    return Number(getComputedStyle(this.grid).getPropertyValue("--minutes"));
  },
  get step() {
    return Number(this.grid.dataset.step);
  },
  get tracks() {
    return this.grid ? [...this.grid.querySelectorAll(".track")] : [];
  },
  minuteAt(body, y) {
    const { top, height } = body.getBoundingClientRect();
    return this.top + ((y - top) / height) * this.length;
  },
  startOf(block) {
    return this.top + Number(block.style.getPropertyValue("--start"));
  },
  // As addresses have a time, and as the business's country reads it.
  clock(minute) {
    const two = (number) => String(number).padStart(2, "0");
    return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
  },
  read(minute) {
    const locale = `${document.documentElement.lang}-${this.grid.dataset.country}`;
    const time = new Date(Date.UTC(2000, 0, 1, 0, minute));
    return time.toLocaleTimeString(locale, { timeStyle: "short", timeZone: "UTC" });
  },
  // A night's column reaches past midnight: its later minutes are on the next date.
  dateOf(track, minute) {
    const day = new Date(`${track.dataset.day}T00:00Z`);
    day.setUTCDate(day.getUTCDate() + Math.floor(minute / 1440));
    return day.toISOString().slice(0, 10);
  },
  nameOf(track) {
    return track.querySelector("h3").textContent.replace(/\s+/g, " ").trim();
  },
  // A sheet that has just come says so to every script.
  whenShown(prepare) {
    document.addEventListener("diary:shown", prepare);
    prepare();
  },
};
