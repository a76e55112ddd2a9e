import { readFileSync } from 'node:fs';

/** Memory of a process in megabytes: now (`VmRSS`), or the most that it ever had (`VmHWM`). */
export function memoryOf(pid: number | 'self', figure: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`${figure}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** CPU time that a process has taken so far, in seconds. */
export function cpuSecondsOf(pid: number): number {
  // After the name in brackets, the twelfth and thirteenth field: ticks of 10 ms (proc_pid_stat).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
