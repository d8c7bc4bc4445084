// The list at the door shows whom one looks for while one types; without us its form asks the server.

const look = document.querySelector("[data-look]");

function sift() {
  const { tampil, wilayah, cari } = Object.fromEntries(new FormData(look));
  const wanted = cari.trim().toLocaleLowerCase("id");
  let count = 0;
  for (const line of document.querySelectorAll("[data-line]")) {
    line.hidden =
      (tampil !== "" && !("missing" in line.dataset)) ||
      (wilayah !== "" && line.dataset.region !== wilayah) ||
      !line.dataset.search.toLocaleLowerCase("id").includes(wanted);
    count += !line.hidden;
  }
  document.querySelector("[data-none]").hidden = count > 0;
}

look?.addEventListener("input", sift);
look?.addEventListener("submit", (event) => {
  event.preventDefault();
  sift();
});
