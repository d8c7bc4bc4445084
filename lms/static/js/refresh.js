// Reloads a waiting page ([data-reload]), so that who came too early need not do anything.
// Without scripts the page's own <meta http-equiv="refresh"> does the same.

for (const box of document.querySelectorAll("[data-reload]")) {
  setTimeout(() => location.reload(), Number(box.dataset.reload) * 1000);
}
