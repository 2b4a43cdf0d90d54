// What a form for documents gains from JavaScript: files are dropped or chosen and sent one by one, each with its
// progress; what could not be sent stays chosen and is sent again. Without it the form sends all files at once.

/** A name longer than this has its middle left out. */
const LONGEST = 32;

/** One file is sent at a time, whichever form of the page it was chosen in. */
let line = Promise.resolve();
let sending = 0;

/** Returns a name with its middle left out where it is long; no sign is torn apart. */
function shortened(name) {
  const signs = Intl.Segmenter ? [...new Intl.Segmenter().segment(name)].map((part) => part.segment) : [...name];
  return signs.length <= LONGEST ? name : `${signs.slice(0, 20).join("")}…${signs.slice(-10).join("")}`;
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Takes the parts of the page that tell how things stand from the page as it is now. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (now) old.replaceWith(now);
  }
}

/** Sends a form with one file; resolves to { status, text, url }, rejects when the connection is lost. */
function post(address, data, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.floor((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () =>
      resolve({ status: request.status, text: request.responseText, url: request.responseURL })
    );
    for (const failure of ["error", "timeout", "abort"]) request.addEventListener(failure, reject);
    request.send(data);
  });
}

/** A file that was chosen, with its row in the list of its form. */
class Item {
  constructor(upload, file) {
    this.upload = upload;
    this.file = file;
    this.state = "waiting";
    this.row = made("li", "app-queue__file");
    const name = made("bdi", "app-queue__name", shortened(file.name));
    name.dir = "auto";
    this.bar = made("progress", "app-queue__bar");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.told = made("span", "app-queue__told");
    this.row.append(name, this.bar, this.told);
    upload.list.append(this.row);
    this.tell("waiting", upload.words.waiting);
  }

  tell(state, text, { aloud = true, again = false, link = null } = {}) {
    this.state = state;
    this.row.dataset.state = state;
    this.bar.hidden = state !== "sending";
    this.told.textContent = text;
    if (link) {
      const anchor = made("a", "govuk-link", this.upload.words.signIn);
      anchor.href = link;
      anchor.target = "_blank";
      this.told.append(" ", anchor);
    }
    if (again) {
      const button = made("button", "app-link-button", this.upload.words.again);
      button.type = "button";
      button.addEventListener("click", () => this.upload.send());
      this.told.append(" ", button);
    }
    if (aloud) this.upload.say(`${this.file.name}: ${this.told.textContent}`);
  }

  progress(percent) {
    this.bar.value = percent;
    const { sending: words, checking } = this.upload.words;
    if (percent < 100) this.tell("sending", words.replace("{percent}", `${percent}%`), { aloud: false });
    else this.tell("sending", checking);
  }

  async send(anew = true) {
    const { words, form } = this.upload;
    this.progress(0);
    let answer;
    try {
      answer = await post(form.action, this.upload.data(this.file), (percent) => this.progress(percent));
    } catch {
      this.tell("lost", words.lost, { again: true });
      return;
    }
    if (answer.status === 413) this.tell("refused", words.large);
    else if (new URL(answer.url).pathname === words.signInPage)
      this.tell("lost", words.signedOut, { again: true, link: words.signInPage });
    else await this.read(answer, anew);
  }

  /** Reads what became of the file; a page instead means that the form was from before a sign-in. */
  async read(answer, anew) {
    const { words } = this.upload;
    let told;
    try {
      told = JSON.parse(answer.text);
    } catch {
      const page = new DOMParser().parseFromString(answer.text, "text/html");
      const token = page.querySelector("[name=csrf_token]");
      if (!anew || answer.status !== 200 || !token) {
        this.tell("refused", words.stopped);
        return;
      }
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token.value;
      await this.send(false);
      return;
    }
    const errors = Object.values(told.errors).flat();
    if (errors.length) this.tell("refused", errors.join(" "));
    else this.tell("kept", [words.kept, ...told.notes].join(". "));
    this.noted = told.notes.length > 0;
  }
}

/** A form for documents. */
class Upload {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.list = form.querySelector("[data-queue]");
    this.status = form.querySelector("[data-says]");
    this.inputs = [...form.querySelectorAll("input[type=file]")];
    this.days = [...form.querySelectorAll("input[name^=issued_on-]")];
    this.one = !this.inputs[0].multiple;
    this.items = [];
    for (const input of this.inputs)
      input.addEventListener("change", () => {
        const files = [...input.files];
        input.value = "";
        this.add(files);
      });
    form.addEventListener("submit", (event) => {
      if (!this.items.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.send();
    }, true);
    window.addEventListener("online", () => {
      if (this.items.some((item) => item.state === "lost")) this.send();
    });
    this.area = form.closest("[data-drop]");
    if (this.area) this.catchDrops(this.area);
    form.classList.add("app-upload--live");
  }

  say(text) {
    this.status.textContent = text;
  }

  /** Returns the form with one file in the place of those chosen. */
  data(file) {
    const data = new FormData(this.form);
    data.delete("document");
    data.append("document", file, file.name);
    return data;
  }

  add(files) {
    for (const item of this.items.filter((each) => ["refused", "kept"].includes(each.state) || this.one))
      item.row.remove();
    this.items = this.one ? [] : this.items.filter((item) => !["refused", "kept"].includes(item.state));
    for (const file of this.one ? files.slice(0, 1) : files) this.items.push(new Item(this, file));
    const more = this.form.closest("details");
    if (more) more.open = true;
    if (files.length) this.send();
  }

  /** Sends what waits; asks for the date on the document first, where one is needed. */
  send() {
    const missing = this.days.find((field) => !field.value.trim());
    const waiting = this.items.filter((item) => ["waiting", "lost"].includes(item.state));
    for (const item of waiting) {
      if (!item.file.size) item.tell("refused", this.words.empty);
      else if (item.file.size > Number(this.words.most)) item.tell("refused", this.words.large);
      else if (missing) item.tell("waiting", this.words.dateFirst);
      else this.queue(item);
    }
    if (missing && waiting.some((item) => item.state === "waiting")) missing.focus();
  }

  queue(item) {
    item.state = "queued";
    sending += 1;
    line = line.then(() => item.send()).finally(() => {
      sending -= 1;
      if (!this.items.some((each) => ["queued", "sending"].includes(each.state))) this.finish();
    });
  }

  /** Shows what was kept among the documents; what was not stays in the list. */
  async finish() {
    const kept = this.items.filter((item) => item.state === "kept");
    if (!kept.length) return;
    if (this.one) {
      location.assign(this.form.action);
      return;
    }
    await refresh().catch(() => {});
    for (const item of kept) if (!item.noted) item.row.remove();
    this.items = this.items.filter((item) => item.state !== "kept");
  }

  catchDrops(area) {
    let depth = 0;
    const isFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    const leave = () => {
      depth = 0;
      area.classList.remove("app-drop");
    };
    area.addEventListener("dragenter", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      depth += 1;
      area.classList.add("app-drop");
    });
    area.addEventListener("dragover", (event) => {
      if (isFile(event)) event.preventDefault();
    });
    area.addEventListener("dragleave", () => {
      depth -= 1;
      if (depth <= 0) leave();
    });
    area.addEventListener("drop", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      leave();
      this.add([...event.dataTransfer.files]);
    });
  }
}

document.querySelectorAll("form[data-upload]").forEach((form) => new Upload(form));
window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});
