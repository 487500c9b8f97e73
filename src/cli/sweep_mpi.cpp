// noiseproof-sweep-mpi SWEEP OUT: a sweep with one shard a rank, merged by rank 0. Built where CMake finds an MPI.
// Every rank works in OUT/rank-I-of-N, so a job that was killed goes on with as many ranks.
#include <mpi.h>

#include <csignal>
#include <iostream>

#include "cli/sweep.hpp"
#include "core/error.hpp"

int main(int argc, char** argv) {
  using namespace noiseproof;
  constexpr int kError = 3;
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is an error of the write
  MPI_Init(&argc, &argv);
  int rank = 0, size = 1, failed = 0, any = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  const auto folder = [&](int i) {
    return std::filesystem::path(argv[2]) / ("rank-" + std::to_string(i + 1) + "-of-" + std::to_string(size));
  };
  try {
    if (argc != 3) throw Error(Error::Kind::input, "command line", "give SWEEP and OUT");
    SweepOptions options;
    options.shard = {rank + 1, size};
    options.jobs = 1;  // the ranks are the parallelism
    run_sweep(read_sweep(argv[1]), folder(rank), options);
  } catch (const std::exception& e) {
    std::cerr << "noiseproof-sweep-mpi: rank " << rank << ": " << e.what() << "\n";
    failed = kError;
  }
  MPI_Allreduce(&failed, &any, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  if (rank == 0 && any == 0) {
    try {
      std::vector<std::filesystem::path> shards;
      for (int i = 0; i < size; ++i) shards.push_back(folder(i));
      merge_sweeps(shards, argv[2]);
    } catch (const std::exception& e) {
      std::cerr << "noiseproof-sweep-mpi: " << e.what() << "\n";
      any = kError;
    }
  }
  MPI_Finalize();
  return any;
}
