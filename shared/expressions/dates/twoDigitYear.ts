/** Years of two digits are 1950 to 2049: .NET's default since .NET 8 (.NET Framework ended at 2029). */
export function fullYear(twoDigits: number): number {
  return twoDigits + (twoDigits < 50 ? 2000 : 1900);
}
