// Modules without signal: what was opened is kept by the worker; here all modules of a training are
// kept at once, and a page that was kept says from when it is.

(() => {
  const { kept } = document.documentElement.dataset;
  const bar = document.getElementById("versi-tersimpan");
  const box = document.getElementById("simpan-modul");
  const day = new Intl.DateTimeFormat("id-ID", {
    timeZone: "Asia/Makassar",
    day: "numeric",
    month: "short",
  });

  if (kept) {
    bar.querySelector("p").textContent = bar.dataset.text.replace("{day}", day.format(Number(kept)));
    bar.hidden = false;
    for (const part of document.querySelectorAll("[data-online]")) part.hidden = true;
  }

  async function keepAll(button, status) {
    const say = (key, values) =>
      box.dataset[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
    const links = document.querySelectorAll(".checklist__title");
    const paths = [...new Set([...links].map((link) => link.pathname)), location.pathname];
    button.disabled = true;
    let count = 0;
    for (const path of paths) {
      status.textContent = say("progress", { count, total: links.length });
      if (!(await pages.keepThis(path))) break;
      count += 1;
    }
    button.disabled = false;
    const isWhole = count === paths.length;
    status.textContent = say(isWhole ? "done" : "failed", { day: day.format(Date.now()) });
  }

  if (box && !kept && self.caches && navigator.serviceWorker) {
    const button = box.querySelector("button");
    button.addEventListener("click", () => keepAll(button, box.querySelector("[role=status]")));
    box.hidden = false;
  }
})();
