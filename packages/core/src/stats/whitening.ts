import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";

/** The space in which rows X (n, p) have unit scatter: X = U S V', whitened by V / S. */
export interface Whitening {
  /** Singular values above the tolerance. */
  readonly rank: number;
  /** Rows (k, p) times V / S: (k, rank). */
  project(rows: Matrix): Matrix;
  /** V / S times a rotation (rank, r): (p, r). */
  axes(rotation: Matrix): Matrix;
}

/**
 * Whitens the scatter of centred rows.
 *
 * With more features than rows, singular values come from the n x n matrix of inner products, V being X' U / S, which
 * costs far less; they lose half their digits near the tolerance, where both ways hold enough of them.
 *
 * @param rows [n](p)
 * @param tolerance least singular value kept.
 */
export function whiten(rows: readonly Float64Array[], tolerance: number): Whitening {
  return rows.length < rows[0].length ? whitenByRows(rows, tolerance) : whitenByFeatures(rows, tolerance);
}

function whitenByFeatures(rows: readonly Float64Array[], tolerance: number): Whitening {
  const { rightSingularVectors, diagonal } = new SingularValueDecomposition(new Matrix([...rows]), {
    computeLeftSingularVectors: false,
    autoTranspose: true,
  });
  const rank = diagonal.filter((value) => value > tolerance).length;
  if (rank === 0) return emptyWhitening(rows);
  const whitening = rightSingularVectors.subMatrix(0, rows[0].length - 1, 0, rank - 1);
  for (let a = 0; a < rank; a++) whitening.mulColumn(a, 1 / diagonal[a]);
  return {
    rank,
    project: (vectors) => vectors.mmul(whitening),
    axes: (rotation) => whitening.mmul(rotation),
  };
}

function whitenByRows(rows: readonly Float64Array[], tolerance: number): Whitening {
  const n = rows.length;
  const products = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const product = innerProduct(rows[i], rows[j]);
      products.set(i, j, product);
      products.set(j, i, product);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, {
    assumeSymmetric: true,
  });
  // Eigenvalues are squares of singular values, ascending.
  const kept = [...realEigenvalues.keys()].filter((i) => realEigenvalues[i] > tolerance ** 2).reverse();
  if (kept.length === 0) return emptyWhitening(rows);
  const whitening = eigenvectorMatrix.subMatrixColumn(kept);
  for (const [a, i] of kept.entries()) whitening.mulColumn(a, 1 / realEigenvalues[i]);
  const x = new Matrix([...rows]);
  return {
    rank: kept.length,
    project: (vectors) => vectors.mmul(x.transpose()).mmul(whitening),
    axes: (rotation) => x.transpose().mmul(whitening.mmul(rotation)),
  };
}

function emptyWhitening(rows: readonly Float64Array[]): Whitening {
  return {
    rank: 0,
    project: (vectors) => Matrix.zeros(vectors.rows, 0),
    axes: (rotation) => Matrix.zeros(rows[0].length, rotation.columns),
  };
}

function innerProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
