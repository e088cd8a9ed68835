/** Runs in the head, before anything is painted: the remembered theme, and the mark that scripts run. */
const root = document.documentElement;
root.classList.add('js');
try {
  const theme = localStorage.getItem('mlwarden-theme');
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
} catch {
  // No storage: the system's theme.
}
