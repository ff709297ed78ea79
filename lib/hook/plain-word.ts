/** Whether sh, PowerShell and cmd.exe read a word in quotes as the same text. */
export function isPlainWord(word: string): boolean {
  return /^[\p{L}\p{N}/._;()-]+$/u.test(word);
}
